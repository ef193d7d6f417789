import { describe, expect, test } from 'vitest';
import { generatedLines, isGeneratedPath } from './generated-paths.ts';

describe('a file that a program wrote', () => {
  test.each([
    'package-lock.json',
    'web/package-lock.json',
    'npm-shrinkwrap.json',
    'yarn.lock',
    'pnpm-lock.yaml',
    'bun.lock',
    'bun.lockb',
    'deno.lock',
    'Cargo.lock',
    'Gemfile.lock',
    'composer.lock',
    'poetry.lock',
    'uv.lock',
    'Pipfile.lock',
    'pdm.lock',
    'conda-lock.yml',
    'pubspec.lock',
    'mix.lock',
    'flake.lock',
    'Podfile.lock',
    'Chart.lock',
    'Package.resolved',
    'go.sum',
    'go.work.sum',
    'packages.lock.json',
    'gradle.lockfile',
    '.terraform.lock.hcl',
    'MODULE.bazel.lock',
    'cabal.project.freeze',
    'public/app.min.js',
    'public/app.min.css',
    'public/app.js.map',
    'public/main.bundle.js',
    'dist/index.js',
    'packages/a/dist/index.js',
    'vendor/github.com/pkg/errors/errors.go',
    'node_modules/left-pad/index.js',
    'Pods/AFNetworking/a.m',
    '.yarn/releases/yarn-4.cjs',
    'api/user.pb.go',
    'api/user.pb.gw.go',
    'api/user_pb2.py',
    'api/user_pb2_grpc.py',
    'api/user_pb.js',
    'api/UserGrpc.java',
    'lib/user.g.dart',
    'lib/user.freezed.dart',
    'lib/user.pb.dart',
    'src/schema_generated.rs',
    'src/schema.generated.ts',
    'src/__generated__/query.ts',
    'src/generated/prisma/client.ts',
    'Forms/Main.Designer.cs',
    'obj/x.g.cs',
    'pkg/apis/zz_generated.deepcopy.go',
    'pkg/kind_string.go',
    'internal/query.gen.go',
    'src/__snapshots__/card.test.tsx.snap',
    'tests/__snapshots__/page.json',
    'SRC\\PACKAGE-LOCK.JSON'.replace('\\', '/'),
  ])('%s', (path) => expect(isGeneratedPath(path)).toBe(true));
});

describe('a file that a person wrote', () => {
  test.each([
    'src/index.ts',
    'package.json',
    'Cargo.toml',
    'go.mod',
    'src/lock.ts',
    'src/locker/door.lock.ts',
    'src/generator.ts',
    'src/regenerated-report.md',
    'src/distance/distribution.ts',
    'src/vendors/list.ts',
    'src/map.ts',
    'src/roadmap.md',
    'lib/config.dart',
    'proto/user.proto',
    'src/admin.js',
    'build/webpack.config.js',
    'docs/snapshots.md',
    'schema.prisma',
    'migrations/0001_init.sql',
    'Main.cs',
    'src/string.go',
    'dist',
    'vendor',
    '',
  ])('%s', (path) => expect(isGeneratedPath(path)).toBe(false));
});

describe('the generated lines of a change', () => {
  const file = (path: string, additions: number, deletions: number) => ({ path, additions, deletions });
  const files = [file('package-lock.json', 900, 80), file('src/a.ts', 5, 3), file('dist/a.js', 7, 2)];

  test('are those of its generated files, added and deleted', () => {
    expect(generatedLines(files, 3)).toBe(989);
    expect(generatedLines([], 0)).toBe(0);
  });

  test('are unknown where some files were not read', () => expect(generatedLines(files, 4)).toBeNull());
});
