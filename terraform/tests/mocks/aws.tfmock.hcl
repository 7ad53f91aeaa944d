# What the stand-in for AWS answers where its form matters.

mock_data "aws_caller_identity" {
  defaults = { account_id = "123456789012" }
}

mock_data "aws_partition" {
  defaults = { partition = "aws" }
}

mock_data "aws_availability_zones" {
  defaults = { names = ["us-east-1a", "us-east-1b", "us-east-1c"] }
}

mock_data "aws_subnet" {
  defaults = { vpc_id = "vpc-0123456789abcdef0", availability_zone = "us-east-1a" }
}

mock_data "aws_ssm_parameter" {
  defaults = { insecure_value = "ami-0123456789abcdef0" }
}

mock_resource "aws_ebs_volume" {
  defaults = { id = "vol-0123456789abcdef0" }
}

mock_resource "aws_instance" {
  defaults = { id = "i-0123456789abcdef0" }
}

mock_resource "aws_eip" {
  defaults = { public_ip = "198.51.100.7" }
}

mock_resource "aws_sns_topic" {
  defaults = { arn = "arn:aws:sns:us-east-1:123456789012:crypto-ai-alerts" }
}

mock_resource "aws_secretsmanager_secret" {
  defaults = { arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:crypto-ai/app-AbCdEf" }
}

mock_resource "aws_s3_bucket" {
  defaults = { id = "crypto-ai-123456789012-us-east-1", arn = "arn:aws:s3:::crypto-ai-123456789012-us-east-1" }
}

mock_resource "aws_acm_certificate" {
  defaults = {
    domain_validation_options = [{
      domain_name           = "crypto-ai.example.com"
      resource_record_name  = "_proof.crypto-ai.example.com"
      resource_record_type  = "CNAME"
      resource_record_value = "_value.acm-validations.aws"
    }]
  }
}

mock_resource "aws_db_instance" {
  defaults = {
    address            = "crypto-ai-db.example.us-east-1.rds.amazonaws.com"
    master_user_secret = [{ secret_arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds-AbCdEf", kms_key_id = "", secret_status = "active" }]
  }
}

mock_resource "aws_lb" {
  defaults = { arn_suffix = "app/crypto-ai-alb/0123456789abcdef", dns_name = "crypto-ai-alb.us-east-1.elb.amazonaws.com" }
}
