# Candles, the sealed book, the ledger. It is attached rather than part of the host, so that a new host takes it over,
# and no plan of terraform may destroy it.
resource "aws_ebs_volume" "data" {
  availability_zone = data.aws_subnet.this.availability_zone
  type              = "gp3"
  size              = var.volumes.data.size_gb
  encrypted         = true
  final_snapshot    = true

  tags = { Name = var.names.data_volume }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_volume_attachment" "data" {
  device_name = var.volumes.data.device
  volume_id   = aws_ebs_volume.data.id
  instance_id = aws_instance.host.id
  # The database is stopped with its host before the volume goes.
  stop_instance_before_detaching = true
}
