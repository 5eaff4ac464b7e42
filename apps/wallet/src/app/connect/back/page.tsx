// /connect/back?to=…: from a top-up on the way back to the app that was just allowed.
import type { Metadata, Route } from 'next'
import { redirect } from 'next/navigation'
import { WholePage } from '../../../connect/whole-page'

export const metadata: Metadata = { title: 'Back to the app', robots: { index: false }, referrer: 'no-referrer' }

/** Where the OAuth server goes on; nowhere else can be reached through this page. */
const RESUMES = /^\/oauth\/authorize\/[\w-]+$/

export default async function BackPage({ searchParams }: { searchParams: Promise<{ to?: string | string[] }> }) {
  const { to } = await searchParams
  if (typeof to !== 'string' || !RESUMES.test(to)) redirect('/' as Route)
  return <WholePage address={to} title="Thank you" says="On the way back to the app." />
}
