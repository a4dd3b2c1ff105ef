-- AGW-0004: once, on databases that were created before level 2.
CREATE INDEX gateway_session_expiry ON gateway_session (expires_at);
