import type { OrganizationJob } from '@devpulse/jobs/catalogue';
import type { GithubRoom } from '../platform/github-room.ts';

export async function followTeams(_room: GithubRoom, _job: OrganizationJob): Promise<void> {}
