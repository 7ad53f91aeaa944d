variables {
  settings       = { ENVIRONMENT = "production", WEB_UI_PORT = "10443" }
  data_volume_id = "vol-0123456789abcdef0"
  release        = null
}

run "the_host_of_stage_one_mounts_its_volume_and_waits_for_deploy" {
  assert {
    condition     = startswith(output.script, "#!/usr/bin/env bash\n") && strcontains(output.script, "export CRYPTO_AI_VOLUME='vol-0123456789abcdef0'\n")
    error_message = "The script begins otherwise: ${substr(output.script, 0, 200)}"
  }
  assert {
    condition     = strcontains(output.script, "export CRYPTO_AI_SETTINGS='ENVIRONMENT=production\nWEB_UI_PORT=10443'\n")
    error_message = "The settings are not in it."
  }
  assert {
    condition     = !strcontains(output.script, "fetch_release")
    error_message = "It would fetch a release by itself."
  }
}

run "an_instance_of_a_group_fetches_its_release_and_keeps_nothing" {
  variables {
    data_volume_id = null
    release        = { bucket = "crypto-ai-123456789012-us-east-1", unit = "crypto-ai-worker" }
  }
  assert {
    condition     = strcontains(output.script, "export CRYPTO_AI_VOLUME=''\n") && strcontains(output.script, "\nfetch_release\n") && strcontains(output.script, "export CRYPTO_AI_UNIT='crypto-ai-worker'\n")
    error_message = "The script is another."
  }
}

run "a_secret_is_refused" {
  command = plan
  variables {
    settings = { DATABASE_URL = "postgresql:" }
  }
  expect_failures = [var.settings]
}

run "what_a_shell_would_run_is_refused" {
  command = plan
  variables {
    settings = { WEB_UI_HOST = "a'; touch /tmp/b; '" }
  }
  expect_failures = [var.settings]
}

run "what_is_no_volume_is_refused" {
  command = plan
  variables {
    data_volume_id = "/dev/sda"
  }
  expect_failures = [var.data_volume_id]
}

run "an_unknown_unit_is_refused" {
  command = plan
  variables {
    release = { bucket = "crypto-ai-123456789012-us-east-1", unit = "sshd" }
  }
  expect_failures = [var.release]
}
