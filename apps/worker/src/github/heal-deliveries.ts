import type { GithubRoom } from '../platform/github-room.ts';

export async function healDeliveries(_room: GithubRoom): Promise<void> {}
