module "user_data" {
  source = "../user_data"

  settings       = var.settings
  data_volume_id = aws_ebs_volume.data.id
  release        = null
}

resource "aws_instance" "host" {
  ami                    = data.aws_ssm_parameter.image.insecure_value
  instance_type          = var.instance_type
  subnet_id              = data.aws_subnet.this.id
  vpc_security_group_ids = [aws_security_group.host.id]
  iam_instance_profile   = aws_iam_instance_profile.host.name
  key_name               = var.key_pair_name
  user_data              = module.user_data.script
  # To set up programs it needs a way out before the elastic address is there.
  associate_public_ip_address = true

  # Only what asks for a token first learns the role's credentials, and only on the host itself.
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  # A T3 begins without credits: held to its own, it would set itself up and be deployed to at a tenth of its speed.
  # What is borrowed is paid back by idle hours; the alarm cpu-credits says when it is not, and costs money.
  credit_specification {
    cpu_credits = "unlimited"
  }

  root_block_device {
    volume_type = "gp3"
    volume_size = var.volumes.root.size_gb
    encrypted   = true
    tags        = { Name = "${var.names.host}-root" }
  }

  tags = { Name = var.names.host }

  lifecycle {
    # A new image or script must not replace a host that runs: terraform apply -replace does, when one wants it.
    ignore_changes = [ami, user_data]
  }
}
