import {
  type DocumentNode,
  defaultTypeResolver,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  getOperationAST,
  parse,
  validate,
} from 'graphql';
import type { Caller } from '../http/caller.ts';
import type { GithubWorld } from '../world/github-world.ts';
import { type Survey, survey } from './cost.ts';
import { rootOf } from './root.ts';
import { githubSchema } from './schema.ts';
import type { Scope } from './scope.ts';

export interface GraphqlRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: string | null;
}

export interface GraphqlError {
  readonly type?: string;
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly locations?: readonly { line: number; column: number }[];
}

export interface GraphqlAnswer {
  readonly data?: unknown;
  readonly errors?: readonly GraphqlError[];
}

const parsed = new Map<string, { document: DocumentNode; errors: readonly GraphQLError[] }>();
const mostParsed = 200;

/** Parses and validates against GitHub's schema; documents are few and come again and again. */
function read(query: string): { document: DocumentNode; errors: readonly GraphQLError[] } {
  const known = parsed.get(query);
  if (known !== undefined) return known;
  const document = parse(query);
  const result = { document, errors: validate(githubSchema(), document) };
  if (parsed.size >= mostParsed) parsed.clear();
  parsed.set(query, result);
  return result;
}

/** A field that a view leaves out would be a silent null: an error tells that the local GitHub does not play it. */
const resolveField: GraphQLFieldResolver<unknown, unknown> = (source, args, _context, info) => {
  const value = (source as Record<string, unknown>)[info.fieldName];
  if (value === undefined) {
    throw new GraphQLError(`the local GitHub does not play ${info.parentType.name}.${info.fieldName}`);
  }
  return typeof value === 'function' ? value(args) : value;
};

function published({ originalError, message, path, locations }: GraphQLError): GraphqlError {
  return {
    ...(originalError?.name === 'NotFound' && { type: 'NOT_FOUND' }),
    ...(path && { path }),
    ...(locations && { locations }),
    message,
  };
}

export interface GraphqlStage {
  readonly world: GithubWorld;
  readonly caller: Caller;
  readonly url: string;
  /** Takes the points, or answers with null when they do not suffice. */
  readonly spend: (cost: number) => Scope['budget'] | null;
}

/** Answers a query as GitHub does: 200 with errors for whatever is wrong in it. @returns the answer and its cost */
export async function answerGraphql(
  request: GraphqlRequest,
  stage: GraphqlStage,
): Promise<{ answer: GraphqlAnswer; cost: number }> {
  const variables = request.variables ?? {};
  let document: DocumentNode;
  let counted: Survey;
  try {
    const reading = read(request.query);
    if (reading.errors.length > 0) return { answer: { errors: reading.errors.map(published) }, cost: 1 };
    document = reading.document;
    const operation = getOperationAST(document, request.operationName);
    if (operation == null) return { answer: { errors: [{ message: 'No operation to execute' }] }, cost: 1 };
    counted = survey(document, operation, { variables, schema: githubSchema() });
  } catch (error) {
    if (error instanceof GraphQLError) return { answer: { errors: [published(error)] }, cost: 1 };
    throw error;
  }
  if (counted.errors.length > 0) return { answer: { errors: counted.errors }, cost: 1 };
  const budget = stage.spend(counted.cost);
  if (budget === null) {
    const message = `API rate limit exceeded for ${stage.caller.holder.replace('installation:', 'installation ID ')}.`;
    return { answer: { errors: [{ type: 'RATE_LIMITED', message }] }, cost: 0 };
  }
  const { world, caller, url } = stage;
  const { data, errors } = await execute({
    schema: githubSchema(),
    document,
    rootValue: rootOf({ world, caller, url, survey: counted, budget }),
    variableValues: variables,
    ...(request.operationName != null && { operationName: request.operationName }),
    fieldResolver: resolveField,
    typeResolver: defaultTypeResolver,
  });
  return { answer: { data, ...(errors && { errors: errors.map(published) }) }, cost: counted.cost };
}
