import { expect, test } from 'vitest';
import { z } from 'zod';
import { ROUTES } from './routes.ts';

/** No list is put in the order of a figure, of people least of all (security page, P01). */
const ORDERING = /^(sort|order|rank|orderBy|sortBy|top|best|worst)/i;

test.each(ROUTES.map((route) => [route.id, route] as const))('%s takes no order', (_, route) => {
  const schema = z.toJSONSchema(route.query, { io: 'input' }) as {
    properties?: Record<string, { enum?: string[] }>;
  };
  for (const [name, { enum: options = [] }] of Object.entries(schema.properties ?? {})) {
    expect([name, ORDERING.test(name)]).toEqual([name, false]);
    const isOfMetrics = options.some((one) => one === 'cycle_time' || one === 'reviews_submitted');
    expect([name, isOfMetrics]).toEqual([name, false]);
  }
  const refused = route.query.strict().safeParse({ sort: 'merged' });
  expect(refused.success).toBe(false);
});

test('no answer about people carries a rank or a percentile among them', () => {
  for (const route of ROUTES) {
    const text = JSON.stringify(z.toJSONSchema(route.response, { io: 'output', unrepresentable: 'any' }));
    expect([route.id, /"(rank|percentile|position|leaderboard)"/i.test(text)]).toEqual([route.id, false]);
  }
});
