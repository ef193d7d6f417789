import { defineConfig } from 'prisma/config';

// Prisma looks for its native schema engine before it reads anything else and would download it. `generate`, `validate`
// and `format` never run it; a command that would fails loudly with this one.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= '/bin/false';

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://localhost/unused' },
});
