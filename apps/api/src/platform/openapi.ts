import { Problem } from '@devpulse/contracts/problem';
import type { Route } from '@devpulse/contracts/route';
import { z } from 'zod';

type Json = { [key: string]: unknown };

/** The OpenAPI 3.1 description of the endpoints, rendered from the contracts; key order is stable. */
export function renderOpenapi(routes: readonly Route[]): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:([a-zA-Z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: renderOperation(route) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'DevPulse API',
      version: '1',
      summary: 'Delivery metrics of an organization, from precomputed rows',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      schemas: { Problem: jsonSchema(Problem, 'output') },
      responses: {
        Problem: {
          description: 'What is wrong, and what to do about it (RFC 9457)',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  };
}

function renderOperation(route: Route): Json {
  return {
    operationId: route.id,
    summary: route.summary,
    parameters: [...renderParameters(route.params, 'path'), ...renderParameters(route.query, 'query')],
    responses: {
      200: {
        description: 'The answer',
        content: { 'application/json': { schema: jsonSchema(route.response, 'output') } },
      },
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

function renderParameters(schema: z.ZodObject, where: 'path' | 'query'): Json[] {
  const rendered = jsonSchema(schema, 'input') as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(rendered.properties ?? {}).map(([name, { description, ...property }]) => ({
    name,
    in: where,
    required: where === 'path' || (rendered.required ?? []).includes(name),
    ...(description === undefined ? {} : { description }),
    schema: property,
  }));
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io }) as Json;
  return rest;
}
