using System.Globalization;
using NetPath.Core.Netfilter.Targets;

namespace NetPath.Core.Netfilter.Iptables;

/// <summary>Reads CT (libxt_CT.c).</summary>
internal static class ConntrackTargetParser
{
    public static Target Parse(string kind, OptionReader options)
    {
        ConntrackTarget target = new(null, false, null, options.All);
        bool untracked = false;
        while (options.Next())
        {
            switch (options.Name)
            {
                case "--notrack":
                    untracked = true;
                    break;
                case "--zone":
                    target = WithZone(target, options, original: true, reply: true);
                    break;
                case "--zone-orig":
                    target = WithZone(target, options, original: true, reply: false);
                    break;
                case "--zone-reply":
                    target = WithZone(target, options, original: false, reply: true);
                    break;
                case "--helper":
                    target = target with { Helper = options.Value() };
                    break;
                case "--ctevents" or "--expevents" or "--timeout":
                    options.Value();
                    break;
                default:
                    throw options.NotUnderstood();
            }
        }

        return untracked ? new NoTrackTarget(kind) : target;
    }

    private static ConntrackTarget WithZone(ConntrackTarget target, OptionReader options, bool original, bool reply)
    {
        string text = options.Value();
        bool mark = text == "mark";
        ushort id = 0;
        return mark || ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id)
            ? target with { Zone = new ConntrackZone(id, original, reply), ZoneIsMark = mark }
            : throw options.BadValue(text, "a zone");
    }
}
