// /docs: every guide in one table.
import type { Metadata } from 'next'
import { connection } from 'next/server'
import { GuidePage } from '../../guides/guide-page'
import { readContents } from '../../guides/read-guides'

export const metadata: Metadata = { title: 'Guides' }

export default async function GuidesPage() {
  await connection()
  return <GuidePage guide={readContents()} isContents />
}
