# The secret by its name alone. Its value is put in by hand (README.md): what terraform knows ends up in its state.
resource "aws_secretsmanager_secret" "app" {
  name                    = module.config.names.secret_name
  description             = "Settings of the program that are secret, as JSON: ADMIN_API_KEY, JWT_SECRET_KEY, DATABASE_URL and others."
  recovery_window_in_days = 30

  tags = { Name = module.config.names.secret_name }
}
