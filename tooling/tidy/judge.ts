// Each rule's findings, less what is excepted; and the exceptions that excuse nothing.
import type { Exception } from './exceptions.ts'
import type { House } from './house.ts'
import type { Finding, Rule } from './rule.ts'

export type Verdict = { rule: Pick<Rule, 'name' | 'promise'>; findings: Finding[] }

export function judge(house: House, rules: Rule[], exceptions: Exception[]): Verdict[] {
  const used = new Set<Exception>()
  const verdicts: Verdict[] = rules.map((rule) => {
    const findings = rule.check(house).filter((finding) => {
      const excuse = exceptions.find((exception) => excuses(exception, rule, finding))
      if (excuse) used.add(excuse)
      return excuse === undefined
    })
    return { rule, findings }
  })
  const idle = exceptions.filter((exception) => !used.has(exception))
  const findings = idle.map(({ rule, path }) => ({ path, problem: `is excepted from "${rule}" for nothing` }))
  return [...verdicts, { rule: { name: 'exceptions', promise: 'every exception is needed' }, findings }]
}

const excuses = (exception: Exception, rule: Rule, { path, problem }: Finding) =>
  exception.rule === rule.name && exception.path === path && problem.includes(exception.about ?? '')
