using Pipeline.Core.Inputs;

namespace Pipeline.Cli.Pulling;

/// <summary>What a disk says to a file that arrives.</summary>
internal static class Disk
{
    private const int NoSpaceLinux = 28; // ENOSPC
    private const int NoSpaceWindows = unchecked((int)0x80070070); // ERROR_DISK_FULL
    private const int QuotaLinux = 122; // EDQUOT

    /// <summary>Refuses a file that the disk has no room for, before any of it is asked for.</summary>
    /// <exception cref="BadInputException">There is less room than that.</exception>
    public static void NeedsRoom(string folder, long bytes)
    {
        if (Room(folder) is { } room && bytes > room) throw new BadInputException(folder, $"The file needs {bytes:N0} bytes and the disk has {room:N0} left.", "room on the disk, or another folder after --to");
    }

    /// <summary>The error for a write that the disk refused.</summary>
    public static BadInputException Refused(string path, Exception refused) => refused.HResult is NoSpaceLinux or NoSpaceWindows or QuotaLinux
        ? new BadInputException(new Problem(path, "The disk is full. What came is kept and continued by the same command.", "room on the disk, or delete this file"), refused)
        : new BadInputException(new Problem(path, "The operating system refuses to write it: " + refused.Message), refused);

    /// <summary>Free bytes, or null where the system cannot say; then the write itself will.</summary>
    private static long? Room(string folder)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
