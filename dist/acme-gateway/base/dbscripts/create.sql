-- Tables of ACME Gateway.
CREATE TABLE gateway_session (
  id         VARCHAR(64)  NOT NULL PRIMARY KEY,
  user_name  VARCHAR(255) NOT NULL,
  expires_at TIMESTAMP    NOT NULL
);

CREATE TABLE gateway_audit (
  id         BIGINT       NOT NULL PRIMARY KEY,
  happened   TIMESTAMP    NOT NULL,
  message    VARCHAR(2000)
);
