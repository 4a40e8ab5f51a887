data "aws_iam_policy_document" "assumed_by" {
  for_each = { cluster = "eks.amazonaws.com", nodes = "ec2.amazonaws.com" }

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = [each.value]
    }
  }
}

resource "aws_iam_role" "cluster" {
  name               = "${var.name}-cluster"
  assume_role_policy = data.aws_iam_policy_document.assumed_by["cluster"].json
}

resource "aws_iam_role_policy_attachment" "cluster" {
  role       = aws_iam_role.cluster.name
  policy_arn = "arn:${data.aws_partition.here.partition}:iam::aws:policy/AmazonEKSClusterPolicy"
}

resource "aws_iam_role" "nodes" {
  name               = "${var.name}-nodes"
  assume_role_policy = data.aws_iam_policy_document.assumed_by["nodes"].json
}

resource "aws_iam_role_policy_attachment" "nodes" {
  for_each = toset(["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryPullOnly"])

  role       = aws_iam_role.nodes.name
  policy_arn = "arn:${data.aws_partition.here.partition}:iam::aws:policy/${each.key}"
}

resource "aws_eks_cluster" "here" {
  name                      = var.name
  role_arn                  = aws_iam_role.cluster.arn
  version                   = var.kubernetes_version
  enabled_cluster_log_types = ["api", "audit", "authenticator"]

  vpc_config {
    subnet_ids              = var.private_subnet_ids
    endpoint_private_access = true
    endpoint_public_access  = length(var.kubernetes_access_cidrs) > 0
    public_access_cidrs     = length(var.kubernetes_access_cidrs) > 0 ? var.kubernetes_access_cidrs : null
  }

  encryption_config {
    resources = ["secrets"]

    provider {
      key_arn = aws_kms_key.data.arn
    }
  }

  depends_on = [aws_iam_role_policy_attachment.cluster]
}

resource "aws_launch_template" "nodes" {
  name_prefix = "${var.name}-"

  # A pod that can ask the machine's metadata is the machine.
  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      volume_size = 100
      volume_type = "gp3"
      encrypted   = true
    }
  }
}

resource "aws_eks_node_group" "here" {
  cluster_name    = aws_eks_cluster.here.name
  node_group_name = "engines"
  node_role_arn   = aws_iam_role.nodes.arn
  subnet_ids      = var.private_subnet_ids
  instance_types  = [var.nodes.type]

  scaling_config {
    desired_size = var.nodes.minimum
    min_size     = var.nodes.minimum
    max_size     = var.nodes.maximum
  }

  update_config {
    max_unavailable = 1
  }

  launch_template {
    id      = aws_launch_template.nodes.id
    version = aws_launch_template.nodes.latest_version
  }

  # The autoscaler of the cluster changes it.
  lifecycle {
    ignore_changes = [scaling_config[0].desired_size]
  }

  depends_on = [aws_iam_role_policy_attachment.nodes]
}

# By it service accounts of Kubernetes are believed by IAM.
resource "aws_iam_openid_connect_provider" "here" {
  url            = aws_eks_cluster.here.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}

# Receipts, which several pods mount at once.
resource "aws_efs_file_system" "shared" {
  creation_token = var.name
  encrypted      = true
  kms_key_id     = aws_kms_key.data.arn
}

resource "aws_security_group" "shared" {
  name        = "${var.name}-shared"
  description = "Shared volumes"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "shared" {
  security_group_id            = aws_security_group.shared.id
  referenced_security_group_id = aws_eks_cluster.here.vpc_config[0].cluster_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = 2049
  to_port                      = 2049
}

resource "aws_efs_mount_target" "shared" {
  for_each = toset(var.private_subnet_ids)

  file_system_id  = aws_efs_file_system.shared.id
  subnet_id       = each.key
  security_groups = [aws_security_group.shared.id]
}
