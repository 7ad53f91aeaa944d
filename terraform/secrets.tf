# Secrets by their names alone. Values are put in by hand (README.md): what terraform knows ends up in its state.
resource "aws_secretsmanager_secret" "app" {
  for_each = module.config.secret_names

  name                    = each.value
  description             = "Settings of the program that are secret, as JSON: ADMIN_API_KEY, JWT_SECRET_KEY, DATABASE_URL and others."
  recovery_window_in_days = 30

  tags = { Name = each.value }
}
