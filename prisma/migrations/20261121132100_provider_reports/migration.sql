-- What the gateway was last given for each provider: a key, a stand-in, or nothing. It says so itself, since only it knows.

create table provider_report (
  provider text constraint provider_report_pkey primary key,
  access text not null,
  reported_at timestamptz not null,
  constraint provider_report_access check (access in ('key', 'address', 'stand_in', 'none'))
);
grant select, insert, update on provider_report to farebox_app;
