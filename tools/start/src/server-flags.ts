/**
 * How Node runs the API, the worker and the web: with room for what requests under way need, so that it is not copied again and again
 * until they are answered (https://nodejs.org/api/cli.html#--max-semi-space-sizesize-in-mib).
 */
export const serverFlags: readonly string[] = ['--enable-source-maps', '--max-semi-space-size=64'];
