DROP TABLE gateway_audit;
DROP TABLE gateway_session;
