"""YAML: keys with their values by dotted path, items of lists; PyYAML is the second witness.

>>> from patcher.source import SourceFile
>>> from patcher.syntax import language_of, syntax_of
>>> file = syntax_of(SourceFile("a.yaml", b"jobs:\\n  lint:\\n    steps:\\n    - run: x\\n"), language_of("a.yaml"))
>>> [definition.name for definition in file.definitions()]
['jobs', 'jobs.lint', 'jobs.lint.steps', 'jobs.lint.steps.0.run']
"""

from patcher.syntax.yaml.syntax import YamlSyntax, build

__all__ = ["YamlSyntax", "build"]
