import { dirname, join, normalize } from 'node:path/posix'
import ts from 'typescript'

// Beside the scripts and not the tests: the packages that tests alone need bring an older TypeScript with them.

/** One import, re-export or `import()` of a source file. */
export interface Import {
  /** The importing file, below the repository's root. */
  from: string
  /** What is imported: a file below the repository's root, or a package's or Node's specifier. */
  to: string
  /** Erased at run time: `import type` and `export type`. */
  typeOnly: boolean
  /** `import()`: loaded when it is needed. */
  lazy: boolean
}

/** Reads the imports of a TypeScript source from its syntax tree. */
export function importsOf(file: string, text: string): Import[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const found: Import[] = []
  const add = (specifier: ts.Node, typeOnly: boolean, lazy: boolean): void => {
    if (!ts.isStringLiteralLike(specifier)) return
    const { text: name } = specifier
    const to = name.startsWith('.') ? normalize(join(dirname(file), name)) : name
    found.push({ from: file, to, typeOnly, lazy })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeImport(node), false)
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined)
      add(node.moduleSpecifier, node.isTypeOnly, false)
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true, false)
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      for (const argument of node.arguments.slice(0, 1)) add(argument, false, true)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function isTypeImport({ importClause }: ts.ImportDeclaration): boolean {
  return importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
}

/** True where a module uses no syntax newer than ES2019: TypeScript prints newer syntax changed for an older target. */
export function isOldSyntax(text: string): boolean {
  return printed(text, ts.ScriptTarget.ES2019) === printed(text, ts.ScriptTarget.ESNext)
}

function printed(text: string, target: ts.ScriptTarget): string {
  return ts.transpileModule(text, { compilerOptions: { target, module: ts.ModuleKind.ESNext } }).outputText
}
