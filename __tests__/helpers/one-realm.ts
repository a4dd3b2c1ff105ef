/**
 * Jest runs a test file in a realm with an `Error` of its own, to which the errors of Node's modules (`ENOENT`, a broken
 * `fetch`) do not belong. Imported for this effect alone: `instanceof Error` says here what it says outside of jest.
 */
const ordinary = Function.prototype[Symbol.hasInstance]
Object.defineProperty(Error, Symbol.hasInstance, {
  configurable: true,
  value(this: unknown, value: unknown): boolean {
    const isForeign = this === Error && Object.prototype.toString.call(value) === '[object Error]'
    return isForeign || Reflect.apply(ordinary, this, [value])
  },
})
