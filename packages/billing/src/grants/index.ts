// Grants, for programs: the gateway's routes enter here.
export { type GrantRequest, type IssuedGrant, issueGrant } from './issue-grant.ts'
export { type GrantRow, listGrants } from './list-grants.ts'
export { poolOf } from './pool.ts'
export { revokeGrant } from './revoke-grant.ts'
