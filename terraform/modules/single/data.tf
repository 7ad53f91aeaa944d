data "aws_vpc" "this" {
  id = var.vpc_id
}

data "aws_subnet" "this" {
  id = var.subnet_id

  lifecycle {
    postcondition {
      condition     = self.vpc_id == var.vpc_id
      error_message = "The subnet ${var.subnet_id} is in ${self.vpc_id}, not in ${var.vpc_id}."
    }
  }
}

# Amazon Linux 2023, the newest. A host keeps the image that it was made with until it is replaced.
data "aws_ssm_parameter" "image" {
  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
}
