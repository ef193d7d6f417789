/** Lock files by their name, in lower case, whatever folder they are in. */
const LOCK_FILES: ReadonlySet<string> = new Set([
  // JavaScript
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'bun.lockb',
  'deno.lock',
  '.pnp.cjs',
  '.pnp.loader.mjs',
  // Python
  'pdm.lock',
  'conda-lock.yml',
  // PHP, Ruby, Rust, Elixir, Dart, Nix, Terraform and others end in `.lock` or are here
  'mix.lock',
  '.terraform.lock.hcl',
  // Go
  'go.sum',
  'go.work.sum',
  'gopkg.lock',
  // .NET
  'packages.lock.json',
  'project.assets.json',
  // Swift, Objective-C
  'package.resolved',
  'cartfile.resolved',
  // Java, Kotlin, Scala
  'gradle.lockfile',
  'buildscript-gradle.lockfile',
  // Haskell, Bazel, C++
  'cabal.project.freeze',
  'module.bazel.lock',
  'conan.lock',
]);

/** Folders of what is built, installed, copied or recorded; all that is below them. */
const FOLDERS: ReadonlySet<string> = new Set([
  // build outputs that are checked in; what is in `build` is as often written by hand
  'dist',
  '.next',
  '.nuxt',
  '.svelte-kit',
  '.yarn',
  'storybook-static',
  // dependencies that are checked in
  'vendor',
  'vendored',
  'node_modules',
  'bower_components',
  'jspm_packages',
  'carthage',
  'pods',
  'third_party',
  // recorded
  '__snapshots__',
  '__generated__',
  'generated',
]);

/** What generators call their files; matched against the name in lower case. */
const NAMES: readonly RegExp[] = [
  /\.lock$/,
  /[.-]lock\.(?:json|ya?ml)$/,
  // bundles and their maps
  /[.-]min\.(?:js|mjs|cjs|css)$/,
  /\.(?:bundle|chunk)\.(?:js|mjs|cjs|css)$/,
  /\.map$/,
  // protocol buffers, gRPC, Thrift and the like
  /\.pb\.(?:go|cc|h|c|rb|php|swift|dart|ts|js)$/,
  /\.pb\.gw\.go$/,
  /_(?:pb|grpc_pb)\.(?:js|ts|d\.ts)$/,
  /_pb2(?:_grpc)?\.pyi?$/,
  /\.pb(?:enum|json|server)\.dart$/,
  /\.pulsar\.go$/,
  /_(?:pb|grpc|twirp|services_pb)\.rb$/,
  /(?:grpc|outerclass)\.java$/,
  // Dart, C#, Go, and what says of itself that it is generated
  /\.(?:g|freezed|gr|mocks)\.dart$/,
  /\.(?:g|g\.i|designer|generated)\.cs$/,
  /^(?:zz_generated|bindata|wire_gen)\b.*\.go$/,
  /_(?:gen|string)\.go$/,
  /(?:^|[._-])generated(?:[._-]|$)/,
  /(?:^|[._-])(?:autogen|codegen)(?:[._-]|$)/,
  /\.gen\.[a-z]+$/,
  // snapshots of tests and recorded exchanges
  /\.(?:snap|ambr|approved\.txt|received\.txt)$/,
];

/**
 * Was a file written by a program: a lock file, a build output or bundle that is checked in, the output of a generator, a copy of a
 * dependency, or a recorded snapshot. Told from its path alone, with `/` between folders; case does not matter. A file that only
 * looks hand-written is not known to be generated. Source: metrics.md, section 3, `size`.
 */
export function isGeneratedPath(path: string): boolean {
  const parts = path.toLowerCase().split('/');
  const name = parts.pop() ?? '';
  return (
    LOCK_FILES.has(name) ||
    parts.some((folder) => FOLDERS.has(folder)) ||
    NAMES.some((pattern) => pattern.test(name))
  );
}

type ChangedFile = { path: string; additions: number; deletions: number };

/** Lines of generated files among those of a change; null when some of its `total` files are not in the list. */
export function generatedLines(files: readonly ChangedFile[], total: number): number | null {
  if (files.length < total) return null;
  return files
    .filter(({ path }) => isGeneratedPath(path))
    .reduce((lines, { additions, deletions }) => lines + additions + deletions, 0);
}
