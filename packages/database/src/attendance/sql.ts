/** SQL for two instants, of which the second is no longer part. */
export type SqlRange = { from: string; to: string };

/** SQL for an instant from a parameter in milliseconds since 1970 UTC. */
export const instant = (parameter: string): string => `to_timestamp(${parameter}::float8 / 1000)`;

/** SQL for an instant inside JSON, as such whole milliseconds. */
export const milliseconds = (column: string): string => `(date_part('epoch', ${column}) * 1000)::bigint`;
