performance.mark("first-module");
