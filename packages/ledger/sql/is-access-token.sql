-- Whether a user's or a guest's access token stands, and for this connection: revoked, its row is gone.
create or replace function is_access_token(of_token uuid, of_connection uuid, clock timestamptz) returns boolean language sql stable as $$
  select exists (select from oauth_state
                  where credential_id = of_token and kind in ('AccessToken', 'GuestToken') and connection_id = of_connection and expires_at > clock)
$$;
revoke all on function is_access_token(uuid, uuid, timestamptz) from public;
