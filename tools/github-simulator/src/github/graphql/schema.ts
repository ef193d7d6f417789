import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSchema, type GraphQLSchema } from 'graphql';

let built: GraphQLSchema | undefined;

/** GitHub's published schema, built once for each process. */
export function githubSchema(): GraphQLSchema {
  if (built === undefined) {
    const file = new URL('./schema.graphql', import.meta.resolve('@octokit/graphql-schema'));
    built = buildSchema(readFileSync(fileURLToPath(file), 'utf8'), {
      assumeValidSDL: true,
      assumeValid: true,
    });
  }
  return built;
}
