-- What is open, oldest first, of an organization, a repository and a person: the first of them are found however many there are.
CREATE INDEX pull_request_open_by_age ON pull_request (organization_id, (coalesce(ready_at, opened_at)), id)
  WHERE open_until = 'infinity' AND is_counted;
CREATE INDEX pull_request_open_by_repository ON pull_request (organization_id, repository_id, (coalesce(ready_at, opened_at)), id)
  WHERE open_until = 'infinity' AND is_counted;
CREATE INDEX pull_request_open_by_author ON pull_request (organization_id, author_contributor_id, (coalesce(ready_at, opened_at)), id)
  WHERE open_until = 'infinity' AND is_counted;
-- The team of a person at an instant is the first of those that had begun.
CREATE INDEX team_membership_by_start ON team_membership (organization_id, contributor_id, starts_at, team_id);
