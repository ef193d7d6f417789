import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg';
import { MIGRATIONS_DIRECTORY } from '../migrate.ts';
import { adapterFactory } from './catalog-adapter.ts';

const SCHEMA_FILE = path.resolve(MIGRATIONS_DIRECTORY, '../schema.prisma');
const LOCK_FILE = 'migration_lock.toml';
const NO_FILTERS = { externalTables: [], externalEnums: [] };
/** The engine's answer to `diff` when the two sides differ. */
const DIFFERS = 2;

export type MigrationStatus = { missing: string[]; unknown: string[]; failed: string[]; edited: string[] };

export type SchemaEngine = {
  /** The SQL that leads from the migrations to the schema; undefined when they agree. */
  diff(): Promise<string | undefined>;
  /** How the migrations of the database compare with those in the repository. */
  status(): Promise<MigrationStatus>;
  /** Applies what the database lacks, as `prisma migrate deploy` does; answers the names. */
  deploy(): Promise<string[]>;
  close(): void;
};

/**
 * Prisma's schema engine as WebAssembly, for development only: the native one is not in the npm packages.
 * `shadowUrl` names a database that is dropped and made anew.
 */
export async function openSchemaEngine(options: { url: string; shadowUrl: string }): Promise<SchemaEngine> {
  loadWasm();
  const files = [{ path: SCHEMA_FILE, content: readFileSync(SCHEMA_FILE, 'utf8') }];
  const engine = await engineModule.SchemaEngine.new(
    { datamodels: files.map((file) => [file.path, file.content]) },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapterFactory(options.url, options.shadowUrl)),
  );
  return {
    async diff() {
      const { exitCode, stdout } = await engine.diff({
        from: { tag: 'migrations', ...migrationList() },
        to: { tag: 'schemaDatamodel', files },
        script: true,
        exitCode: true,
        filters: NO_FILTERS,
      });
      return exitCode === DIFFERS ? (stdout ?? '') : undefined;
    },
    async status() {
      const found = await engine.diagnoseMigrationHistory({
        migrationsList: migrationList(),
        optInToShadowDatabase: false,
        filters: NO_FILTERS,
      });
      const { history, failedMigrationNames, editedMigrationNames } = found;
      return {
        missing: history && 'unappliedMigrationNames' in history ? history.unappliedMigrationNames : [],
        unknown: history && 'unpersistedMigrationNames' in history ? history.unpersistedMigrationNames : [],
        failed: failedMigrationNames,
        edited: editedMigrationNames,
      };
    },
    async deploy() {
      const { appliedMigrationNames } = await engine.applyMigrations({
        migrationsList: migrationList(),
        filters: NO_FILTERS,
      });
      return appliedMigrationNames;
    },
    close: () => engine.free(),
  };
}

/** Writes a migration of the given name and returns its directory's name; `now` names it in order. */
export function writeMigration(options: { name: string; sql: string; now: Temporal.Instant }): string {
  const stamp = options.now.toString({ smallestUnit: 'second' }).replace(/\D/g, '');
  const directory = `${stamp}_${options.name}`;
  mkdirSync(path.join(MIGRATIONS_DIRECTORY, directory), { recursive: true });
  writeFileSync(path.join(MIGRATIONS_DIRECTORY, directory, 'migration.sql'), options.sql);
  return directory;
}

let isLoaded = false;

/** Once a process: a second instance would take the memory from under engines of the first. */
function loadWasm(): void {
  if (isLoaded) return;
  isLoaded = true;
  // A panic of the engine is told through this global and nowhere else.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => process.stderr.write(`${message}\n`) },
  });
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const module = new WebAssembly.Module(
    readFileSync(path.join(path.dirname(entry), 'schema_engine_bg.wasm')),
  );
  const instance = new WebAssembly.Instance(module, { './schema_engine_bg.js': { ...engineModule } });
  engineModule.__wbg_set_wasm(instance.exports);
  (instance.exports as { __wbindgen_start(): void }).__wbindgen_start();
}

function migrationList(): engineModule.MigrationList {
  const lock = path.join(MIGRATIONS_DIRECTORY, LOCK_FILE);
  const directories = readdirSync(MIGRATIONS_DIRECTORY, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  return {
    baseDir: MIGRATIONS_DIRECTORY,
    shadowDbInitScript: '',
    lockfile: { path: LOCK_FILE, content: existsSync(lock) ? readFileSync(lock, 'utf8') : null },
    migrationDirectories: directories
      .map((entry) => entry.name)
      .sort()
      .map((name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok',
            value: readFileSync(path.join(MIGRATIONS_DIRECTORY, name, 'migration.sql'), 'utf8'),
          },
        },
      })),
  };
}
