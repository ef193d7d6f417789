import type { GithubRoom } from '../platform/github-room.ts';

export async function pollRepositories(_room: GithubRoom): Promise<void> {}
