"""Code an archive on Spark: CC-NEWS WARC files or Parquet in, Parquet out.

    spark-submit code_archive.py --out OUT [--merge] [--text-column NAME] FILE_OR_FOLDER…

WARC, JSON lines and pages are read file by file, one task each; names that end in .parquet, and folders, are read as
Parquet with the columns text, id, date … Writes OUT/coded (one row a report), OUT/claims, OUT/set_aside and, with
--merge, OUT/merged. Exit status 2 says that some records were set aside.
"""

import argparse
import os
import sys

from pyspark.sql import SparkSession

import selon.spark


def main() -> int:
    """Run the job; 0 when all was read, 2 when records were set aside."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--out", required=True)
    parser.add_argument("--merge", action="store_true")
    parser.add_argument("--text-column", default="text")
    args = parser.parse_args()
    spark = SparkSession.builder.appName("selon").getOrCreate()
    is_parquet = [name.endswith(".parquet") or os.path.isdir(name) for name in args.inputs]
    if any(is_parquet) and not all(is_parquet):
        parser.error("give Parquet or other files, not both in one run")
    if all(is_parquet):
        coded = selon.spark.code(spark.read.parquet(*args.inputs), columns={"text": args.text_column})
    else:
        coded = selon.spark.code_files(spark, args.inputs)
    # Written once and read again from there: a later step never codes a report twice.
    coded.write.mode("overwrite").parquet(f"{args.out}/coded")
    coded = spark.read.parquet(f"{args.out}/coded")
    selon.spark.claims(coded).write.mode("overwrite").parquet(f"{args.out}/claims")
    aside = selon.spark.set_aside(coded)
    aside.write.mode("overwrite").parquet(f"{args.out}/set_aside")
    if args.merge:
        selon.spark.merge(coded).write.mode("overwrite").parquet(f"{args.out}/merged")
    n_read, n_aside = coded.count(), aside.count()
    spark.stop()
    print(f"selon: {n_read - n_aside} read, {n_aside} set aside", file=sys.stderr)
    return 2 if n_aside else 0


if __name__ == "__main__":
    sys.exit(main())
