-- Addresses that are due: found without looking at sessions whose address is gone.
CREATE INDEX session_address_by_age ON session (created_at) WHERE ip_address IS NOT NULL;
-- Alerts that ended, by when.
CREATE INDEX health_alert_ended ON health_alert (organization_id, resolved_at) WHERE state = 'resolved';
