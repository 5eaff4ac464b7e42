// What operators may do: one table of permissions, each with the roles that have it. `admin` has them all. A procedure names
// a permission, never a role, so that this page answers the question who may do what.

export type OperatorRole = 'support' | 'finance' | 'engineer' | 'admin'

export const operatorRoles = ['support', 'finance', 'engineer', 'admin'] as const satisfies readonly OperatorRole[]

const everyone = ['support', 'finance', 'engineer'] as const

const permissions = {
  /** Being signed in: who am I, confirming it is me, signing out, the front page. */
  'console.enter': everyone,

  'users.read': ['support', 'finance'],
  'organizations.read': ['support', 'finance', 'engineer'],
  'apps.read': everyone,
  'charges.read': everyone,
  'search.use': everyone,
  'explain.read': everyone,
  /** Stopping one payer or one app: the safe direction, and back. */
  'wallets.freeze': ['support', 'finance'],
  'apps.suspend': ['support', 'engineer'],
  /** Vouching for who runs an app. */
  'apps.verify': ['finance'],

  'payouts.read': ['support', 'finance'],
  'payouts.assign': ['support', 'finance'],
  /** Keeps money where it is: nobody loses by it. */
  'payouts.hold': ['support', 'finance'],
  'payouts.decide': ['finance'],
  'payouts.run': ['finance'],
  'risk.read': ['support', 'finance'],
  'risk.change': ['finance'],
  /** The block and allow lists: stopping who steals, and letting in who was stopped wrongly. */
  'risk.list': ['support', 'finance'],

  'refunds.read': ['support', 'finance'],
  'refunds.make': ['finance'],

  'disputes.read': ['support', 'finance'],
  /** Evidence for a bank, giving a dispute up, letting frozen money go. */
  'disputes.answer': ['finance'],

  'adjustments.read': ['support', 'finance'],
  'adjustments.propose': ['finance'],
  'adjustments.approve': ['finance'],

  'reconciliation.read': ['finance', 'engineer'],
  'reconciliation.run': ['finance', 'engineer'],
  'reconciliation.resolve': ['finance'],

  'prices.read': everyone,
  'prices.change': ['engineer'],
  'packages.read': everyone,
  'packages.change': ['finance'],

  'switches.read': everyone,
  /** Models and providers. Apps have a permission of their own, above. */
  'switches.turn': ['engineer'],

  'jobs.read': ['engineer'],
  'jobs.redrive': ['engineer'],
  'clock.advance': ['finance', 'engineer'],

  'alerts.read': everyone,
  'alerts.resolve': ['finance', 'engineer'],
  'audit.read': everyone,
} as const satisfies Record<string, readonly OperatorRole[]>

export type OperatorPermission = keyof typeof permissions

export const operatorPermissions = Object.keys(permissions) as OperatorPermission[]

export function roleMay(role: OperatorRole, permission: OperatorPermission): boolean {
  return role === 'admin' || (permissions[permission] as readonly OperatorRole[]).includes(role)
}
