// A reporter for runs with a mutant: once a test of the promise is red, the others need not run.
import type { Reporter, TestCase, Vitest } from 'vitest/node'
import { carries, promiseVariable } from './mutant.ts'

export default class StopWhenNoticed implements Reporter {
  #vitest: Vitest | undefined

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onTestCaseResult(test: TestCase): void {
    const promise = process.env[promiseVariable]
    if (!promise || test.result().state !== 'failed' || !carries(test.name, promise)) return
    void this.#vitest?.cancelCurrentRun('test-failure')
  }
}
