/** What the packs of the bench are made of: public npm packages that carry jars, and some of many small files. */
export interface Part {
  name: string
  /** In the first pack. */
  version: string
  /** In the second: the release that came after it, where the part is updated. */
  next?: string
}

/** Some 60 MB and 6,500 files, of some 80 MB to be fetched. */
export const quickParts: Part[] = [
  { name: 'google-closure-compiler-java', version: '20261011.0.0', next: '20261015.0.0' },
  { name: 'selenium-server', version: '3.141.5', next: '3.141.59' },
  { name: 'hermes-engine', version: '0.11.0' },
  { name: 'npm-groovy-lint', version: '17.0.5', next: '18.0.0' },
  { name: 'date-fns', version: '4.0.0', next: '4.1.0' },
  { name: 'lodash', version: '4.17.20', next: '4.17.21' },
]

/**
 * Some 550 MB and 7,600 files, most bytes in jars; the second pack has other content in some 3 % of them. The releases are
 * those that follow each other in the registry. Packages with native code stay as they are: each release compiles it anew,
 * so that no tool finds much of the old one in it, and updates of servers bring none.
 */
export const fullParts: Part[] = [
  ...quickParts,
  { name: 'allure-commandline', version: '2.44.0', next: '2.46.1' },
  { name: 'liquibase', version: '4.28.0', next: '4.28.1' },
  { name: 'vnu-jar', version: '26.9.16', next: '26.9.27' },
  { name: 'kotlin-compiler', version: '2.4.20' },
  { name: '@salesforce/sfdx-scanner', version: '3.22.0', next: '3.26.0' },
  { name: '@nativescript/android', version: '8.9.1' },
  { name: 'jsc-android', version: '294992.0.0' },
]
