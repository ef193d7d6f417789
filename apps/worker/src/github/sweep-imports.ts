import type { GithubRoom } from '../platform/github-room.ts';

export async function sweepImports(_room: GithubRoom): Promise<void> {}
