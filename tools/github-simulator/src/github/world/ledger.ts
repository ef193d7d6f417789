import type { Delivery } from '../../model.ts';
import { PullRequestChanges } from './changes.ts';
import type { GithubWorld } from './github-world.ts';
import type { WebhookPayload } from './payload.ts';
import { PullRequestLedger } from './pull-request-ledger.ts';
import { bookPush } from './push-ledger.ts';
import { Registrar } from './registrar.ts';

/** Keeps the books of a world: takes webhook deliveries in their order and brings the world to the state after each. */
export class Ledger {
  readonly #world: GithubWorld;
  readonly #registrar: Registrar;
  readonly #pullRequests: PullRequestLedger;

  constructor(world: GithubWorld) {
    this.#world = world;
    this.#registrar = new Registrar(world);
    this.#pullRequests = new PullRequestLedger(this.#registrar, new PullRequestChanges(world));
  }

  book(delivery: Pick<Delivery, 'event' | 'body'>): void {
    const payload = JSON.parse(delivery.body) as WebhookPayload;
    if (payload.sender) this.#world.meet(payload.sender);
    const repository = payload.repository ? this.#registrar.repository(payload.repository) : undefined;
    if (delivery.event === 'installation' || delivery.event === 'installation_repositories') {
      this.#bookInstalled(payload);
    } else if (repository !== undefined && payload.pull_request !== undefined) {
      this.#pullRequests.book(repository, payload.pull_request, { event: delivery.event, payload });
    } else if (repository !== undefined && delivery.event === 'push') {
      bookPush(this.#world, repository, payload);
    } else if (delivery.event === 'repository' && repository !== undefined) {
      if (payload.action === 'deleted') this.#world.removeRepository(repository);
    } else {
      this.#bookOrganization(delivery.event, payload);
    }
  }

  /** What an installation says of the world: its account and the repositories. Who may see them is for the Apps to know. */
  #bookInstalled(payload: WebhookPayload): void {
    this.#registrar.account(payload.installation?.account);
    for (const part of [...(payload.repositories ?? []), ...(payload.repositories_added ?? [])])
      this.#registrar.repository(part);
  }

  #bookOrganization(event: string, payload: WebhookPayload): void {
    if (payload.organization === undefined) return;
    const organization = this.#world.meet({ ...payload.organization, type: 'Organization' });
    const member = this.#registrar.account(payload.membership?.user ?? payload.member);
    if (event === 'organization' && member !== null) {
      if (payload.action === 'member_removed') this.#world.members.get(organization.id)?.delete(member.id);
      else if (payload.action === 'member_added') this.#world.addMember(organization, member);
      return;
    }
    if (payload.team === undefined) return;
    const team = this.#registrar.team(payload.team, organization);
    if (event === 'team' && payload.action === 'deleted') this.#world.teams.delete(team.id);
    if (event !== 'membership' || member === null) return;
    if (payload.action === 'removed') team.memberIds.delete(member.id);
    else {
      team.memberIds.add(member.id);
      this.#world.addMember(organization, member);
    }
  }
}
