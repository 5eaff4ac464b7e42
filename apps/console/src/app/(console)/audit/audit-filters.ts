// What the address of the audit log can say.
import { createLoader, parseAsString } from 'nuqs/server'

export const auditFilters = {
  /** An operator's id. */
  by: parseAsString.withDefault(''),
  /** The beginning of an action. */
  action: parseAsString.withDefault(''),
  subject: parseAsString.withDefault(''),
  after: parseAsString.withDefault(''),
}

export const loadAuditFilters = createLoader(auditFilters)

export type AuditFilters = Awaited<ReturnType<typeof loadAuditFilters>>

/** The question the list asks, the same on the server and in the browser, so that one finds the other's answer. */
export const pageOfAudit = ({ by, action, subject, after }: AuditFilters) => ({
  limit: 50,
  ...(by && { actorId: by }),
  ...(action && { action }),
  ...(subject && { subject }),
  ...(after && { after }),
})
