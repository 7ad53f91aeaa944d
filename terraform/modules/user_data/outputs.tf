output "script" {
  description = "The script that a host runs at its first boot."
  value       = local.script

  precondition {
    condition     = length(local.script) < 16000
    error_message = "The script has ${length(local.script)} characters; user data takes 16 KB at most."
  }
}
