// What stopping by a mail's link needs: the database, and the secret that signed the link.
import 'server-only'
import type { StopDesk } from '@farebox/billing/notices'
import { env } from '../env'
import { database } from './database'

export const stopDesk = (): StopDesk => ({ database: database(), secrets: env().MAIL_LINK_SECRET })
