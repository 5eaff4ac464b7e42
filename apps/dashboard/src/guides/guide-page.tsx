// A guide on screen: text in a column to read, tables that scroll by themselves, code to take away.
import { CodeBlock, LinkButton, PlainShell } from '@farebox/ui'
import type { Route } from 'next'
import Link from 'next/link'
import { Children, type ComponentProps, isValidElement, type ReactNode } from 'react'
import Markdown, { type Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import type { Guide } from './read-guides'

export function GuidePage({ guide, isContents = false }: { guide: Guide; isContents?: boolean }) {
  return (
    <PlainShell
      width="page"
      actions={
        <LinkButton href={(isContents ? '/' : '/docs') as Route} variant="quiet">
          {isContents ? 'Home' : 'All guides'}
        </LinkButton>
      }
    >
      <article className="mx-auto max-w-3xl pt-8 pb-8 text-ink sm:pt-12">
        <h1 className="font-semibold text-3xl tracking-[-0.02em] sm:text-4xl">{guide.title}</h1>
        <div className="mt-6 space-y-5 text-ink-soft leading-7">
          <Markdown remarkPlugins={[remarkGfm]} components={components}>
            {guide.text}
          </Markdown>
        </div>
      </article>
    </PlainShell>
  )
}

const languages: Record<string, string> = { js: 'JavaScript', sh: 'Shell', text: 'It prints', ts: 'TypeScript', json: 'JSON' }

const components: Components = {
  h2: ({ children }) => <h2 className="pt-6 font-semibold text-ink text-xl tracking-[-0.01em]">{children}</h2>,
  h3: ({ children }) => <h3 className="pt-3 font-semibold text-ink">{children}</h3>,
  ul: ({ children }) => <ul className="list-disc space-y-2 ps-5">{children}</ul>,
  ol: ({ children }) => <ol className="list-decimal space-y-2 ps-5">{children}</ol>,
  strong: ({ children }) => <strong className="font-semibold text-ink">{children}</strong>,
  a: ({ href = '', children }) => <GuideLink href={href}>{children}</GuideLink>,
  code: ({ children }) => <code className="rounded bg-sunken px-1 py-0.5 font-mono text-[0.875em] text-ink">{children}</code>,
  pre: ({ node, children }) => <Code line={node?.position?.start.line ?? 0}>{children}</Code>,
  table: ({ node, children }) => (
    <section
      aria-label={`Table of line ${node?.position?.start.line}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse
      tabIndex={0}
      className="overflow-x-auto rounded-card border border-line bg-surface"
    >
      <table className="w-full text-start text-sm leading-6">{children}</table>
    </section>
  ),
  // A column whose heading is left empty has none.
  th: ({ children }) =>
    children ? (
      <th className="border-line border-b px-4 py-2 text-start font-medium text-ink">{children}</th>
    ) : (
      <td className="border-line border-b" />
    ),
  td: ({ children }) => <td className="border-line border-b px-4 py-2 align-top">{children}</td>,
}

/**
 * Links between guides are written as files, so that they also work where the files are read. Those to other files of the repository
 * lead nowhere on this website: they are names here.
 */
function GuideLink({ href, children }: { href: string; children: ReactNode }) {
  if (href.startsWith('../')) return <strong className="font-medium text-ink">{children}</strong>
  const to = href.replace(/^([\w-]+)\.md(#.*)?$/, '/docs/$1$2')
  const className = 'font-medium text-ink underline underline-offset-4'
  return to.startsWith('/') ? (
    <Link href={to as Route} className={className}>
      {children}
    </Link>
  ) : (
    <a href={to} className={className}>
      {children}
    </a>
  )
}

function Code({ line, children }: { line: number; children: ReactNode }) {
  const [code] = Children.toArray(children)
  if (!isValidElement<ComponentProps<'code'>>(code)) return <pre>{children}</pre>
  const language = /language-(\w+)/.exec(code.props.className ?? '')?.[1] ?? 'text'
  const label = languages[language] ?? language
  return <CodeBlock label={`${label}, line ${line}`} samples={[{ label, code: String(code.props.children).trimEnd() }]} />
}
