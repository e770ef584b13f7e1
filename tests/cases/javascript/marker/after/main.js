const registry = [];
registry.pop();
