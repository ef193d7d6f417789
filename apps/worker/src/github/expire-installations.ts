import type { GithubRoom } from '../platform/github-room.ts';

export async function expireInstallations(_room: GithubRoom): Promise<void> {}
