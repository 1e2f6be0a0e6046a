using System.Globalization;
using Microsoft.Data.Sqlite;
using Pipeline.Core;
using Pipeline.Core.Inputs;
using Pipeline.Core.Ledgers;
using Pipeline.Data.Runs;

namespace Pipeline.Data.Ledgers;

/// <summary>
/// Keeps the ledger in one SQLite file, mode 0600, with a rollback journal and full synchronisation: an entry that was
/// appended survives a power cut, and two processes never interleave (<c>BEGIN IMMEDIATE</c>).
/// </summary>
/// <remarks>
/// Triggers keep honest software from changing or deleting entries. Whoever may write the file can drop the triggers; an
/// altered, inserted or reordered entry, or one missing before others, then breaks the chain of hashes and is seen by
/// <see cref="Ledger.Entries"/>. What the file alone cannot show: that entries are missing at its very end, that it was
/// replaced by an older copy, or that a forger recomputed every hash from some entry on. Those are seen only by
/// comparison with a hash kept elsewhere, such as the receipts in signed evidence.
/// </remarks>
public sealed class SqliteLedgerStore : ILedgerStore
{
    private const int SchemaVersion = 2;

    /// <summary>Entries of version 1 are read as they are; it knew fewer events.</summary>
    private const int ReadableVersion = 1;

    /// <summary>"Plgr" in ASCII: says that a database is a ledger of Pipeline and nothing else.</summary>
    private const int ApplicationId = 0x506C6772;

    private const string Columns = "sequence, at, event, run, source, payload, previous, hash";

    private readonly string path;
    private readonly string? files;
    private readonly bool reads;

    /// <summary>Opens a ledger, or makes an empty one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="files">The SQLite layer that reads and writes files; null for the operating system's. For tests of faults.</param>
    /// <exception cref="BadInputException">The file is no ledger, is of another version, is damaged or cannot be written.</exception>
    public SqliteLedgerStore(string path, string? files = null)
    {
        (this.path, this.files) = (path, files);
        Durable.Guard(path, "a file in a folder that you may write to", () =>
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            Directory.CreateDirectory(folder);
            if (File.Exists(path)) return false;
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (new FileStream(path, options))
            {
            }
            Durable.FlushFolder(folder);
            return true;
        });
        Use(EnsureSchema);
    }

    private SqliteLedgerStore(string path, bool reads)
    {
        (this.path, this.reads) = (path, reads);
        Use(CheckSchema);
    }

    /// <summary>Opens a ledger that is there to be read: nothing is made, brought up to date or written, so a write-protected copy will do.</summary>
    /// <exception cref="BadInputException">The file is no ledger, is of another version, is damaged or cannot be read.</exception>
    public static SqliteLedgerStore ToRead(string path) => new(path, reads: true);

    /// <inheritdoc/>
    public LedgerEntry Append(Func<LedgerEntry?, LedgerEntry> next) => Use(connection =>
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var entry = next(Select(connection, $"SELECT {Columns} FROM entry ORDER BY sequence DESC LIMIT 1").Select(row => row.Entry).FirstOrDefault());
        using var insert = connection.CreateCommand();
        insert.CommandText = $"INSERT INTO entry ({Columns}) VALUES ($sequence, $at, $event, $run, $source, $payload, $previous, $hash)";
        insert.Parameters.AddWithValue("$sequence", entry.Sequence);
        insert.Parameters.AddWithValue("$at", entry.At.UtcDateTime.ToString("O"));
        insert.Parameters.AddWithValue("$event", entry.Event.ToString());
        insert.Parameters.AddWithValue("$run", entry.Run);
        insert.Parameters.AddWithValue("$source", entry.Source.ToString());
        insert.Parameters.AddWithValue("$payload", entry.Payload);
        insert.Parameters.AddWithValue("$previous", entry.Previous.ToString());
        insert.Parameters.AddWithValue("$hash", entry.Hash.ToString());
        insert.ExecuteNonQuery();
        transaction.Commit();
        return entry;
    });

    /// <inheritdoc/>
    public IEnumerable<(LedgerEntry Entry, Digest Stored)> Read() =>
        Use(connection => Select(connection, $"SELECT {Columns} FROM entry ORDER BY sequence").ToList());

    private IEnumerable<(LedgerEntry Entry, Digest Stored)> Select(SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var row = command.ExecuteReader();
        while (row.Read()) yield return EntryOf(row);
    }

    private (LedgerEntry Entry, Digest Stored) EntryOf(SqliteDataReader row)
    {
        var sequence = row.GetInt64(0);
        try
        {
            var at = DateTime.ParseExact(row.GetString(1), "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
            var entry = new LedgerEntry(sequence, new DateTimeOffset(at), Enum.Parse<LedgerEvent>(row.GetString(2)), row.GetString(3),
                Digest.Parse(row.GetString(4)), row.GetString(5), Digest.Parse(row.GetString(6)));
            return (entry, Digest.Parse(row.GetString(7)));
        }
        catch (Exception altered) when (altered is FormatException or ArgumentException or InvalidCastException)
        {
            throw new BadInputException(new Problem($"{path}, entry {sequence}", "This is not an entry as Pipeline writes it: it was altered.", "a ledger that nobody edited; restore it from a backup"));
        }
    }

    private bool EnsureSchema(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        if (Number(connection, "PRAGMA application_id") == 0 && Number(connection, "PRAGMA user_version") == 0 && Number(connection, "SELECT count(*) FROM sqlite_schema") == 0)
        {
            Execute(connection, $"""
                CREATE TABLE entry (
                  sequence INTEGER PRIMARY KEY, at TEXT NOT NULL, event TEXT NOT NULL, run TEXT NOT NULL, source TEXT NOT NULL,
                  payload TEXT NOT NULL, previous TEXT NOT NULL UNIQUE, hash TEXT NOT NULL UNIQUE) STRICT;
                CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'The ledger is append-only.'); END;
                CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'The ledger is append-only.'); END;
                PRAGMA application_id = {ApplicationId};
                PRAGMA user_version = {SchemaVersion};
                """);
            transaction.Commit();
            return true;
        }
        if (CheckSchema(connection) == SchemaVersion) return false;
        Execute(connection, $"PRAGMA user_version = {SchemaVersion}");
        transaction.Commit();
        return true;
    }

    /// <summary>The version of a ledger that can be read.</summary>
    private long CheckSchema(SqliteConnection connection)
    {
        if (Number(connection, "PRAGMA application_id") != ApplicationId)
            throw new BadInputException(path, "This is a database of another program, not a ledger.", "a ledger of Pipeline, or a path where no file is yet");
        var version = Number(connection, "PRAGMA user_version");
        return version is ReadableVersion or SchemaVersion
            ? version
            : throw new BadInputException(path, $"The ledger is of version {version}, which this Pipeline does not know.", $"version {ReadableVersion} or {SchemaVersion}; use the Pipeline that wrote it");
    }

    private T Use<T>(Func<SqliteConnection, T> work)
    {
        try
        {
            var source = new SqliteConnectionStringBuilder { DataSource = path, Mode = reads ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 60 };
            if (files is not null) source.Vfs = files;
            using var connection = new SqliteConnection(source.ToString());
            connection.Open();
            // EXTRA is FULL and, besides, flushes the folder when the journal is removed: a commit is never undone.
            Execute(connection, reads ? "PRAGMA trusted_schema = OFF;" : "PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA; PRAGMA trusted_schema = OFF;");
            return work(connection);
        }
        catch (SqliteException refused)
        {
            throw new BadInputException(Explain(refused), refused);
        }
    }

    private Problem Explain(SqliteException refused) => refused.SqliteErrorCode switch
    {
        8 or 14 when reads => new Problem(path, "The ledger cannot be read as it is: its last entry was left half written, or the file may not be opened.", "a copy made while no run was going on, or the ledger where it is kept"),
        8 => new Problem(path, "The ledger can be read and not written, so no budget can be spent.", $"a file and a folder that you may write to; type: chmod u+w '{path}'"),
        11 or 26 => new Problem(path, "The ledger is damaged or is no SQLite file.", "the ledger as Pipeline wrote it; restore it from a backup"),
        13 => new Problem(path, "The disk is full.", "some free space"),
        14 => new Problem(path, "The ledger cannot be opened.", "a file and a folder that you may read and write"),
        5 or 6 => new Problem(path, "Another process has held the ledger for a minute.", "to be tried again when that process has ended"),
        _ => new Problem(path, $"SQLite refuses with error {refused.SqliteErrorCode}: {refused.Message}", "a ledger that Pipeline alone writes to"),
    };

    private static long Number(SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Execute(SqliteConnection connection, string statements)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statements;
        command.ExecuteNonQuery();
    }
}
