import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

/** What the house style asks for and a machine can see. */
export default defineConfig(
  {
    ignores: ['dist/', 'out/', 'coverage/', '**/fixtures/', 'examples/', '**/node_modules/'],
  },
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.config.mjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, varsIgnorePattern: '^_' }],
      'no-console': 'error',
      'max-lines': ['error', { max: 250 }],
    },
  },
  { files: ['*.config.mjs'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['__tests__/**', 'scripts/**', 'bench/**'],
    rules: { 'no-console': 'off', 'max-lines': 'off' },
  },
)
