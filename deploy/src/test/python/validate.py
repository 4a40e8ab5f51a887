"""Hold every rendered resource against Kubernetes' own schemas, strictly; of operators' resources, the pods in them.

Arguments: the folder of resources. Writes one JSON object to standard output.
"""

import json
import sys
from pathlib import Path

import kubernetes_validate
import yaml

VERSION = "1.34"
OF_OPERATORS = ("flink.apache.org/", "sparkoperator.k8s.io/", "kafka.strimzi.io/")


def pods(resource):
    """What is a pod within an operator's resource, which its own schema leaves open."""
    spec = resource.get("spec", {})
    if "podTemplate" in spec:
        yield spec["podTemplate"]
    # What has a schedule has a template; what goes on for ever is one itself.
    application = spec.get("template", spec)
    for part in ("driver", "executor"):
        if part in application:
            yield {
                "apiVersion": "v1",
                "kind": "Pod",
                "metadata": {"name": part, "annotations": application[part]["annotations"]},
                "spec": {
                    "securityContext": application[part]["podSecurityContext"],
                    "volumes": application["volumes"],
                    "containers": [
                        {
                            "name": part,
                            "image": application["image"],
                            "env": application[part]["env"],
                            "securityContext": application[part]["securityContext"],
                            "volumeMounts": application[part]["volumeMounts"],
                        }
                    ],
                },
            }


def main(folder):
    checked, problems = 0, []
    for file in sorted(Path(folder).rglob("*.yaml")):
        resource = yaml.safe_load(file.read_text())
        is_an_operators = resource["apiVersion"].startswith(OF_OPERATORS)
        for each in pods(resource) if is_an_operators else [resource]:
            try:
                kubernetes_validate.validate(each, VERSION, strict=True)
            except kubernetes_validate.ValidationError as problem:
                path = ".".join(str(part) for part in problem.path)
                problems.append(f"{file.name}: {path}: {problem.message[:300]}")
            checked += 1
    json.dump({"checked": checked, "problems": problems}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
