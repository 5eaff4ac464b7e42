// /docs/{guide}: one guide, with this reader's host in its snippets.
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { connection } from 'next/server'
import { GuidePage } from '../../../guides/guide-page'
import { readGuide } from '../../../guides/read-guides'

type GuideProps = { params: Promise<{ guide: string }> }

export async function generateMetadata({ params }: GuideProps): Promise<Metadata> {
  return { title: readGuide((await params).guide)?.title ?? 'Guides' }
}

export default async function OneGuidePage({ params }: GuideProps) {
  await connection()
  const guide = readGuide((await params).guide)
  if (!guide) notFound()
  return <GuidePage guide={guide} />
}
